import { verifyFolder } from '../../server/verify/verify.ts'
import type { CapacityReport } from '../../shared/protocol/operator-messages.ts'
import { png } from '../support/builders/pictures.ts'
import { newId } from '../support/builders/wares.ts'
import { ask } from '../support/drivers/http.ts'
import { bearer, getAs, inviteSeller, joinShopOf, type Person, postAs } from '../support/drivers/people.ts'
import { operatorToken } from '../support/drivers/server.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'

const rowsPerFile = 10_000

/**
 * One seller lists, imports, uploads and checks as much as possible, with limits on, while another shop lists, imports
 * and uploads. Then the operator suspends the first shop and deletes its products.
 */
export const greedySeller: Fault = {
  name: 'greedy seller',
  rules: ['G12', 'G13'],
  async run({ scale, seed }) {
    const violations: string[] = []
    const market = await MarketProcess.start({ LOG_LEVEL: 'fatal' })
    const greedy = await inviteSeller(market, 'greedy@example.org', 'Greedy')
    const honest = await inviteSeller(market, 'honest@example.org', 'Honest')
    const pending = await check(market, honest, 3)
    const rounds = scale === 'full' ? 12 : 3
    const tried = await grab(market, greedy, rounds)
    const served = await goOn(market, honest, pending, violations)
    const { shops, quotas } = (
      await getAs(market, '/api/capacity', { token: operatorToken })
    ).json() as CapacityReport
    const use = shops.find(({ shopId }) => shopId === 2)!
    if (use.products > quotas.products) violations.push(`one shop has ${use.products} products`)
    if (use.images > quotas.images) violations.push(`one shop has ${use.images} pictures`)
    if (use.pendingImports > 3) violations.push(`one shop has ${use.pendingImports} files that wait`)
    await removeShop(market, greedy, violations)
    await goOn(market, honest, await check(market, honest, 3), violations)
    await market.end('SIGTERM')
    const { total, findings } = await verifyFolder(market.folder)
    if (total > 0) violations.push(`${total} findings, first: ${findings[0]?.message}`)
    const figures = {
      ...tried,
      'products it got': use.products,
      'pictures it got': use.images,
      ...served,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

/** Checks a file of new products, and returns the token that applies it; null where it was refused. */
async function check(market: MarketProcess, person: Person, rows: number): Promise<string | null> {
  const lines = Array.from({ length: rows }, (_, index) => `Item ${index},1.00,1`)
  const body = Buffer.from(['name,price,stock', ...lines].join('\n'))
  const headers = { ...bearer(person), 'content-length': String(body.length) }
  const answer = await ask(`${market.url}/api/import?check=1`, { method: 'POST', headers, body })
  return answer.status === 200 ? (answer.json() as { token: string | null }).token : null
}

const apply = (market: MarketProcess, person: Person, token: string) =>
  postAs(market, '/api/import', { id: newId(), token }, person)

async function upload(market: MarketProcess, person: Person, width: number): Promise<number> {
  const body = png(width, 8)
  const headers = { ...bearer(person), 'content-length': String(body.length) }
  return (await ask(`${market.url}/api/images`, { method: 'POST', headers, body })).status
}

/** Lists, imports and uploads until the market refuses. */
async function grab(market: MarketProcess, greedy: Person, rounds: number) {
  let refused = 0
  for (let width = 1; width <= rounds * 20; width += 1)
    refused += Number((await upload(market, greedy, width)) !== 200)
  for (let round = 0; round < rounds; round += 1) {
    const token = await check(market, greedy, rowsPerFile)
    const status = token === null ? 429 : (await apply(market, greedy, token)).status
    refused += Number(status !== 200)
  }
  for (let count = 0; count < 12; count += 1) refused += Number((await check(market, greedy, 2)) === null)
  const stream = await joinShopOf(market, greedy)
  for (let count = 0; count < rounds * 100; count += 1) {
    const made = await stream.request('product:create', { id: newId(), name: 'More', price: 1, stock: 1 })
    refused += Number(!made.ok)
  }
  return { 'rows tried': rounds * rowsPerFile, 'pictures tried': rounds * 20, refused }
}

/** The other shop's check is still there, and it can list, import and upload. */
async function goOn(market: MarketProcess, honest: Person, pending: string | null, violations: string[]) {
  if (pending === null) violations.push('the other shop’s file could not be checked')
  else {
    const { status } = await apply(market, honest, pending)
    if (status !== 200) violations.push(`the other shop’s file was answered ${status}`)
  }
  const stream = await joinShopOf(market, honest)
  let listed = 0
  for (let count = 0; count < 20; count += 1) {
    const made = await stream.request('product:create', {
      id: newId(),
      name: `Honest ${count}`,
      price: 1,
      stock: 1,
    })
    if (made.ok) listed += 1
    else violations.push(`the other shop could not list: ${made.error.code}`)
  }
  const status = await upload(market, honest, 2_000)
  if (status !== 200) violations.push(`the other shop could not send a picture: ${status}`)
  return { 'others listed': listed }
}

/** The operator suspends the shop, which can add nothing any more, and then deletes all of it. */
async function removeShop(market: MarketProcess, greedy: Person, violations: string[]): Promise<void> {
  const operator = { token: operatorToken }
  await postAs(market, '/api/shops/2/suspend', undefined, operator)
  const stream = await joinShopOf(market, greedy)
  const changed = await stream.requestUntilKnown('shop:update', { id: newId(), name: 'More' })
  if (changed.ok || changed.error.code !== 'shop_closed') violations.push('a suspended shop could be changed')
  if ((await upload(market, greedy, 3_000)) === 200) violations.push('a suspended shop could send a picture')
  if ((await check(market, greedy, 2)) !== null) violations.push('a suspended shop could check a file')
  const cleared = await postAs(market, '/api/shops/2/clear', undefined, operator)
  if (cleared.status !== 200) violations.push(`its products could not be deleted: ${cleared.status}`)
  const report = (await getAs(market, '/api/capacity', operator)).json() as CapacityReport
  const { products, images } = report.shops.find(({ shopId }) => shopId === 2)!
  if (products + images > 0) violations.push(`${products} products and ${images} pictures were left`)
}
