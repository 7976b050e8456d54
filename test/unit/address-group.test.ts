import { expect, test } from 'vitest'
import { addressGroup } from '../../server/edge/address-group.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:51234', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['[::ffff:192.0.2.7]:443', '192.0.2.7'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::1]:51234', '2001:db8:1:2::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
  ['::2:3:4:5:6:7:8', '0:2:3:4::/64'],
  ['unknown', 'unknown'],
  ['', 'unknown'],
  ['192.0.2.7.8', 'unknown'],
  ['_hidden', 'unknown'],
])('[G13] limits count %s as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})

test('[G13] a missing address has a group too', () => {
  expect(addressGroup(undefined)).toBe('unknown')
})
