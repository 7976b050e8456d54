import { grouped } from '../../ui/plurals.ts'

/** The search of the seller's pages by keyboard. */
export const palette = {
  title: 'Search or jump to…',
  placeholder: 'Product, order code, name or command',
  none: 'No results',
  action: 'Go',
  ordersIn: (state: string) => `Orders: ${state}`,
  stock: (stock: number) => `${grouped(stock)} in stock`,
  keysTitle: 'Keyboard shortcuts',
  keys: [
    ['⌘ K  ·  Ctrl K  ·  /', 'Search or jump to…'],
    ['G then O', 'Overview'],
    ['G then P', 'Products'],
    ['G then B', 'Orders'],
    ['G then S', 'Settings'],
    ['Enter', 'Hand over the order that is open'],
    ['Esc', 'Close, or cancel an edit'],
    ['?', 'Show shortcuts'],
  ] as readonly (readonly [keys: string, what: string])[],
}
