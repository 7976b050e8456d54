import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ackPacketOf, parseEventPacket } from '../../server/socket/fast-path/event-packet.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

describe('an event with a callback', () => {
  test.for([
    ['420["a",{}]', { id: '0', event: 'a', payload: {} }],
    ['429["a",null]', { id: '9', event: 'a', payload: null }],
    ['4210["order:list",{"limit":1}]', { id: '10', event: 'order:list', payload: { limit: 1 } }],
    ['42123456789012345["a",1]', { id: '123456789012345', event: 'a', payload: 1 }],
    ['421[ "a" ,\t{ "b" : [ 1 , 2 ] }\n]', { id: '1', event: 'a', payload: { b: [1, 2] } }],
    ['421["a",[["a",[]]]]', { id: '1', event: 'a', payload: [['a', []]] }],
    ['421["a","]"]', { id: '1', event: 'a', payload: ']' }],
    ['421["\\u0061",{"n\\"":"\\ud800"}]', { id: '1', event: 'a', payload: { 'n"': '\ud800' } }],
    ['421["",{"Zoë":"🧺"}]', { id: '1', event: '', payload: { Zoë: '🧺' } }],
    ['421["a",{"b":1,"b":2}]', { id: '1', event: 'a', payload: { b: 2 } }],
  ] as const)('[protocol] %s is read', ([text, packet]) => {
    expect(parseEventPacket(text)).toStrictEqual(packet)
  })

  test('[protocol] any id, name and payload is parsed', () => {
    const packet = fc.record({
      id: fc.nat({ max: 999_999_999_999_999 }).map(String),
      event: fc.string({ unit: 'binary' }),
      payload: fc.jsonValue(),
      blanks: fc.constantFrom<number | string>(0, 1, '\t'),
    })
    assertHolds(
      fc.property(packet, ({ blanks, ...sent }) => {
        const json = JSON.stringify([sent.event, sent.payload], null, blanks)
        const heard = parseEventPacket(`42${sent.id}${json}`)
        expect(heard).toStrictEqual({ ...sent, payload: JSON.parse(json)[1] })
      }),
    )
  })

  test('[G13] a key named like a prototype is an ordinary key', () => {
    const packet = parseEventPacket('421["a",{"__proto__":{"id":"x"}}]')
    expect(Object.getPrototypeOf(packet!.payload)).toBe(Object.prototype)
    expect(packet!.payload).not.toHaveProperty('id')
  })
})

describe('what is left to Socket.IO:', () => {
  test.for([
    ['no id', '42["a",{}]'],
    ['a zero before the id', '4201["a",{}]'],
    ['zeros for an id', '4200["a",{}]'],
    ['an id of 16 digits', '421234567890123456["a",{}]'],
    ['a sign before the id', '42-1["a",{}]'],
    ['a broken number', '421.5["a",{}]'],
    ['digits of another script', '42١["a",{}]'],
    ['a blank before the id', '42 1["a",{}]'],
    ['a blank behind the id', '421 ["a",{}]'],
    ['a namespace', '42/seller,1["a",{}]'],
    ['attachments', '421-["a",{}]'],
    ['attachments and an id', '421-7["a",{}]'],
    ['an object', '421{"0":"a","1":{},"length":2}'],
    ['a text', '421"ab"'],
    ['nothing', '421'],
    ['nothing at all', '42'],
    ['JSON that is cut off', '421["a",{}'],
    ['JSON that goes on', '421["a",{}]]'],
    ['JSON of somebody’s own', "421['a',{}]"],
    ['a comma too many', '421["a",{},]'],
    ['an empty array', '421[]'],
    ['an event alone', '421["a"]'],
    ['two payloads', '421["a",{},{}]'],
    ['a number for an event', '421[1,{}]'],
    ['null for an event', '421[null,{}]'],
    ['an array for an event', '421[["a"],{}]'],
  ] as const)('[protocol] %s', ([, text]) => {
    expect(parseEventPacket(text)).toBeNull()
  })
})

test('[protocol] an acknowledgement is the packet with its id and one argument', () => {
  expect(ackPacketOf('0', '{"ok":true}')).toBe('30[{"ok":true}]')
  expect(ackPacketOf('123456789012345', 'null')).toBe('3123456789012345[null]')
})
