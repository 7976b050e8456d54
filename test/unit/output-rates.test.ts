import { expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { addressGroup } from '../../server/edge/address-group.ts'
import { OutputRates } from '../../server/edge/output-rates.ts'
import { limits } from '../../shared/protocol/limits.ts'

const few = {
  outputBytesPerConnectionPerMinute: 100,
  outputBytesPerAddressPerMinute: 250,
  fileBytesPerAddressPerMinute: 1_000,
}
const [here, there] = [addressGroup('10.0.0.1'), addressGroup('10.0.0.2')]

function given({ on = true, of = few } = {}) {
  const clock = { ms: 1_000 }
  return { clock, rates: new OutputRates(on, { ...bounds.rates, ...of }, () => clock.ms) }
}

test('[G13] a connection that used its budget waits until the end of its minute; others do not', () => {
  const { clock, rates } = given()
  const [one, other] = [rates.ofConnection(here), rates.ofConnection(here)]
  one.spend(100)
  expect(one.msUntilFree()).toBeNull()
  clock.ms += 10_000
  one.spend(1)
  expect(one.msUntilFree()).toBe(50_000)
  expect(other.msUntilFree()).toBeNull()
  clock.ms += 50_000
  expect(one.msUntilFree()).toBeNull()
})

test('[G13] all connections and requests of an address share a budget; others have their own', () => {
  const { clock, rates } = given()
  for (let turn = 0; turn < 3; turn += 1) rates.ofConnection(here).spend(90)
  expect(rates.ofConnection(here).msUntilFree()).toBe(60_000)
  expect(rates.ofRequests(here, 'answers').msUntilFree()).toBe(60_000)
  expect(rates.ofRequests(here, 'files').msUntilFree()).toBeNull()
  expect(rates.ofConnection(there).msUntilFree()).toBeNull()
  rates.ofRequests(here, 'files').spend(1_001)
  expect(rates.ofRequests(here, 'files').msUntilFree()).toBe(60_000)
  clock.ms += 60_000
  expect(rates.ofConnection(here).msUntilFree()).toBeNull()
})

test('[G13] without limits nothing is counted', () => {
  const output = given({ on: false }).rates.ofConnection(here)
  output.spend(1e12)
  expect(output.msUntilFree()).toBeNull()
})

test('[G13] a thousand buyers behind one address load the largest market, and again after a restart', () => {
  const { rates } = given({ of: bounds.rates })
  const assetBytes = 500_000
  const pictureBytes = 2_500_000
  for (let buyer = 0; buyer < 1_000; buyer += 1) {
    const [first, again] = [rates.ofConnection(here), rates.ofConnection(here)]
    const files = rates.ofRequests(here, 'files')
    for (const budget of [first, again, files]) expect(budget.msUntilFree()).toBeNull()
    for (const output of [first, again]) output.spend(limits.resetBytesMax)
    files.spend(assetBytes + pictureBytes)
  }
})
