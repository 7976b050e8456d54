import { list } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { behindProxy, elsewhere, postFrom } from '../support/drivers/from-addresses.ts'
import type { HttpAnswer } from '../support/drivers/http.ts'
import { bearer, linkSecret, openGuest, password, personOf } from '../support/drivers/people.ts'
import { operatorToken } from '../support/drivers/server.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'

const home = '192.0.2.1'
const shared = '192.0.2.2'

const codeOf = (answer: HttpAnswer): string =>
  answer.status === 200 ? 'ok' : (answer.json() as { error: { code: string } }).error.code

function tally(answers: readonly HttpAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[codeOf(answer)] = (counts[codeOf(answer)] ?? 0) + 1
  return counts
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number)

const start = () => MarketProcess.start({ ...behindProxy, LOG_LEVEL: 'fatal' })

const signUp = (market: MarketProcess, address: string, email: string) =>
  postFrom(market, address, '/api/sign-up', { email, password }, { origin: market.url })

const signIn = (market: MarketProcess, address: string, email: string, typed = password, headers = {}) =>
  postFrom(market, address, '/api/sign-in', { email, password: typed }, headers)

/** Guesses from one address and from many; users with the right secret are let in meanwhile. */
export const guessing: Fault = {
  name: 'guessing',
  rules: ['G12', 'G13'],
  async run({ scale, seed }) {
    const market = await start()
    const addresses = scale === 'full' ? 5_000 : 200
    const email = 'owner@example.org'
    const signedUp = await signUp(market, home, email)
    const device = signedUp.headers['set-cookie']!.find((cookie) => cookie.startsWith('souk_device'))!
    const guest = await openGuest(market)
    await list(await joinSeller(market))
    const secret = await linkSecret(market, '/api/invites', { email: 'invited@example.org' })
    const violations: string[] = []
    const expectAll = async (when: string): Promise<void> => {
      const right: [string, Promise<HttpAnswer>][] = [
        ['the password at home', signIn(market, home, email)],
        [
          'the password in a browser that is known',
          signIn(market, shared, email, password, { cookie: device }),
        ],
        ['the operator’s token', postFrom(market, shared, '/api/sign-in', { operatorToken })],
        ['a bearer token', postFrom(market, shared, '/api/session', undefined, bearer(guest))],
        ['an invitation', postFrom(market, shared, '/api/invites/look', { secret })],
      ]
      for (const [what, answer] of right)
        if (codeOf(await answer) !== 'ok') violations.push(`${when}, ${what}: ${codeOf(await answer)}`)
    }
    const atOnce = await Promise.all(
      numbers(250).map((number) => signIn(market, shared, email, `guess number ${number}`)),
    )
    const checkedAtOnce = tally(atOnce).unauthenticated ?? 0
    if (checkedAtOnce > 10) violations.push(`${checkedAtOnce} of 250 guesses made at once were checked`)
    await expectAll('after guesses made at once')
    const distributed = await Promise.all(
      numbers(addresses).map((number) => signIn(market, elsewhere(number), email, `guess ${number}`)),
    )
    const checkedDistributed = tally(distributed).unauthenticated ?? 0
    // The limit of one minute, or of two when it takes longer.
    if (checkedDistributed > 60)
      violations.push(`${checkedDistributed} guesses of many addresses were checked`)
    await expectAll('after guesses from many addresses')
    for (const path of ['/api/sign-in', '/api/session', '/api/invites/look'])
      for (let block = 0; block < 10; block += 1)
        await Promise.all(
          numbers(100).map((number) => {
            const guess = `guess-${block}-${number}-and-more`
            const body = path === '/api/session' ? undefined : { operatorToken: guess, secret: guess }
            return postFrom(market, shared, path, body, { authorization: `Bearer ${guess}` })
          }),
        )
    await expectAll('after thousands of wrong tokens and links')
    const figures = {
      guesses: 250 + addresses + 3_000,
      'passwords checked': checkedAtOnce + checkedDistributed,
      'right ones refused': violations.length,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

/** One address signs in 130 times at once; others sign in meanwhile, and a link that must wait remains valid. */
export const manySignIns: Fault = {
  name: 'many sign-ins at once',
  rules: ['G13', 'G12'],
  async run({ scale, seed }) {
    const market = await start()
    const rounds = scale === 'full' ? 5 : 1
    const people = numbers(20).map((number) => `person-${number}@example.org`)
    for (const [number, each] of [...people, 'crowd@example.org'].entries())
      personOf(await postFrom(market, elsewhere(number), '/api/sign-up', { email: each, password }))
    const violations: string[] = []
    let [othersBusy, crowdBusy, linksBusy] = [0, 0, 0]
    for (let round = 0; round < rounds; round += 1) {
      const secret = await linkSecret(market, '/api/resets', { email: people[0] })
      const crowd = Promise.all(numbers(130).map(() => signIn(market, shared, 'crowd@example.org')))
      const reset = () => postFrom(market, shared, '/api/resets/accept', { secret, password })
      const crowding = Promise.all(numbers(130).map(reset))
      const others = await Promise.all(
        people.slice(1).map((each, number) => signIn(market, elsewhere(1_000 + number), each)),
      )
      othersBusy += others.filter((answer) => codeOf(answer) !== 'ok').length
      crowdBusy += tally(await crowd).busy ?? 0
      const resets = tally(await crowding)
      linksBusy += resets.busy ?? 0
      if (resets.ok !== 1) violations.push(`a link opened ${resets.ok ?? 0} times: ${JSON.stringify(resets)}`)
      const late = await linkSecret(market, '/api/resets', { email: people[0] })
      const filled = Promise.all(numbers(160).map(() => signIn(market, shared, 'crowd@example.org')))
      const answers = [await postFrom(market, shared, '/api/resets/accept', { secret: late, password })]
      await filled
      if (codeOf(answers[0]!) === 'busy')
        answers.push(await postFrom(market, shared, '/api/resets/accept', { secret: late, password }))
      if (codeOf(answers.at(-1)!) !== 'ok') violations.push('a link that was answered busy was used up')
    }
    if (othersBusy > 0) violations.push(`${othersBusy} who signed in from elsewhere were refused`)
    const figures = {
      'sign-ins at once': 130 * rounds,
      'others refused': othersBusy,
      'of the address refused': crowdBusy,
      'links answered busy': linksBusy,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}
