import type { SeededRandom } from '../../../shared/seeded-random.ts'
import { newId, purchase } from './wares.ts'

/** A valid text, broken in a few places. */
export function mutated(text: string, random: SeededRandom): string {
  const units = [...text]
  const fragments = [
    '[',
    ']',
    '{',
    '}',
    '"',
    ',',
    '\\',
    '0',
    '9',
    '-',
    '/',
    '\u0000',
    '\ud800',
    '{"_placeholder":true,"num":9}',
  ]
  for (let turn = random.integer(1, 4); turn > 0; turn -= 1) {
    const at = random.integer(0, units.length - 1)
    const change = random.integer(0, 3)
    if (change === 0) units.splice(at, random.integer(1, 5))
    else if (change === 1) units.splice(at, 0, random.pick(fragments))
    else if (change === 2) units[at] = random.pick(fragments)
    else units.splice(at, 0, ...units.slice(0, random.integer(1, 20)))
    if (units.length === 0) units.push('4')
  }
  return units.join('')
}

/** Frames of all kinds, as clients send them. */
export const validFrames = (productId: number): string[] => {
  const command = purchase({ id: productId, price: 620 } as Parameters<typeof purchase>[0])
  return [
    '40',
    '41',
    '3',
    '40/board,',
    '40{"token":"x","epoch":"y","seq":1,"watch":false}',
    `420["purchase:create",${JSON.stringify(command)}]`,
    `421["order:cancel",{"id":"${newId()}","orderId":"${newId()}"}]`,
    '4212["order:list",{"limit":1,"before":"5"}]',
    '42["session:rename",{"name":"Zoë"}]',
    '451-3["purchase:create",{"_placeholder":true,"num":0}]',
    '430[1]',
  ]
}
