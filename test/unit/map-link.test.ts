import { expect, test } from 'vitest'
import { addressIn, mapLinkOf } from '../../web/storefront/buy/map-link.ts'

/** Which place on a map pickup details name. */

test.for([
  ['Brook Street 14, the side door with the green awning.\nTuesday 7:00 to 18:00', 'Brook Street 14'],
  ['Saturday 10:00–14:00\nHauptstr. 5a, 10827 Berlin', 'Hauptstr. 5a, 10827 Berlin'],
  ['Ring twice. Hauptstr. 5. Second yard', 'Hauptstr. 5'],
  ['We close early on Friday. 12 Elm Road', '12 Elm Road'],
  ['Pick up at 221 Baker Street, NW1 6XE London', null],
  ['221 Baker Street, NW1 6XE', '221 Baker Street, NW1 6XE'],
  ['At the merch table, left of the bar, from doors until half an hour after the last song.', null],
  ['Stall 4, by the fountain', null],
  ['Friday 7:00 to 18:00, Saturday 7:30 to 14:00', null],
  ['', null],
] as const)('[product] the address in %j is %j', ([note, address]) => {
  expect(addressIn(note)).toBe(address)
})

test('[product] a link to a map is followed, and no other link', () => {
  const map = 'https://maps.app.goo.gl/abc'
  expect(mapLinkOf(`By the gate: ${map}`)).toBe(map)
  expect(mapLinkOf('https://www.google.com/maps/place/x')).toBe('https://www.google.com/maps/place/x')
  expect(mapLinkOf('https://maps.google.co.uk/?q=x')).toBe('https://maps.google.co.uk/?q=x')
  for (const link of [
    'https://evil.example/maps',
    'https://www.google.com.evil.example/maps/',
    'https://maps.google.com.evil.example/',
    'https://www.google.evil/maps/',
    'https://www.google.com/url?q=x',
    'https://maps.google.com/url?q=x',
    'http://maps.apple.com/?q=x',
  ])
    expect(mapLinkOf(`See ${link}`)).toBe(null)
  expect(mapLinkOf('Elm Road 3')).toBe('https://www.openstreetmap.org/search?query=Elm%20Road%203')
})
