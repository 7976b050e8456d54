import { expect, test } from 'vitest'
import { calendarFile } from '../../web/storefront/orders/calendar-file.ts'

/** The calendar file of an order's pickup. */

const at = Date.UTC(2026, 10, 22, 14, 3)
const entry = {
  id: 'order@souk.example',
  title: 'Pick up order 12 at Café; Bar, Süd',
  place: 'Side door\nsecond bell',
  text: 'Pickup code 7VMHHG, for Zoë 🥐.\n'.repeat(6),
  url: 'http://souk.example/r/x',
  from: at,
  until: at + 30 * 60_000,
}
const lines = calendarFile(entry, at).split('\r\n')

test('[receipt] a calendar file has the pickup’s times, as instants', () => {
  expect(lines).toContain('DTSTART:20261122T140300Z')
  expect(lines).toContain('DTEND:20261122T143300Z')
  expect([lines[0], lines.at(-2), lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR', ''])
})

test('[receipt] nothing that a shop or a buyer typed ends a line of a calendar file, or begins a property', () => {
  expect(lines).toContain('SUMMARY:Pick up order 12 at Café\\; Bar\\, Süd')
  expect(lines).toContain('LOCATION:Side door\\nsecond bell')
  const forged = calendarFile({ ...entry, title: 'x\r\nATTENDEE:mailto:a@b' }, at)
  expect(forged).not.toMatch(/^ATTENDEE/m)
})

test('[receipt] no line of a calendar file has more than 75 octets, and no character is cut', () => {
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const unfolded = lines.join('\r\n').replaceAll('\r\n ', '')
  expect(unfolded).toContain(`DESCRIPTION:${'Pickup code 7VMHHG\\, for Zoë 🥐.\\n'.repeat(6)}`)
})
