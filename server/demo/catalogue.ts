import { bakeryProducts } from './bakery.ts'
import type { DemoProduct, DemoShop } from './demo-shapes.ts'
import { merchProducts } from './merch.ts'
import { ticketProducts } from './tickets.ts'

/** Three shops and what they sell. Prices are cents of EUR. All names, of people and places, are made up. */

/** The first is the house shop, the operator's own. */
export const demoShops: readonly DemoShop[] = [
  {
    slug: 'brook-street-bakery',
    name: 'Brook Street Bakery',
    description:
      'A small bakery with one big stone oven. We mill our own spelt, let every dough rest overnight, and bake from Tuesday to Saturday. What is gone is gone until the next morning.',
    pickupNote:
      'Brook Street 14, the side door with the green awning.\nTuesday to Friday 7:00 to 18:00, Saturday 7:30 to 14:00. Please say your name or pickup code, and pay in cash or by card.',
    timeZone: 'Europe/Berlin',
    lowStockAt: 8,
    picture: 'bakery',
    color: '#a14a1a',
    products: bakeryProducts,
  },
  {
    slug: 'paper-lanterns',
    name: 'Paper Lanterns',
    description:
      'Merch of the band Paper Lanterns, sold from a folding table next to the mixing desk. Printed in small runs by friends of ours, and packed in a van that has seen better days.',
    pickupNote:
      'At the merch table, left of the bar, from doors until half an hour after the last song.\nWe keep what you reserved until the encore is over.',
    timeZone: 'Europe/Amsterdam',
    lowStockAt: 5,
    picture: 'lanterns',
    color: '#2f4a7d',
    products: merchProducts,
  },
  {
    slug: 'attic-stage',
    name: 'Attic Stage',
    description:
      'Ninety-six seats under the roof of the old grammar school. The drama club plays here in spring and autumn, and lends the stage to guests in between.',
    pickupNote:
      'Box office on the second floor, up the stairs behind the music room; there is a lift.\nOpen one hour before each show. Seats that nobody has picked up ten minutes before the start are given to the queue.',
    timeZone: 'Europe/Vienna',
    lowStockAt: 10,
    picture: 'stage',
    color: '#8f1f3a',
    products: ticketProducts,
  },
]

/** What buyers give as the name to call at pickup; an order of the demo week names one by its index. */
export const demoBuyers: readonly string[] = [
  ...['Amara', 'Anton K.', 'Ayşe', 'Bea & Tom', 'Ben', 'Carla', 'Chidi', 'Clémence', 'Dana', 'Dmitri'],
  ...['Eliška', 'Emil', 'Fatima', 'Finn', 'Frau Lindner', 'Giulia', 'Hanna S.', 'Henrik', 'Ines', 'Jakub'],
  ...['Jonas', 'Joséphine', 'Kofi', 'Lena', 'Łukasz', 'Maja', 'Mateo', 'Miriam', 'Mr Okafor', 'Nadia'],
  ...['Noor', 'Oskar', 'Paula', 'Priya', 'Ruth from 4b', 'Samuel', 'Svea', 'Theo', 'Wim', 'Zoë'],
]

/** All products, shop after shop: a product of the demo week is an index into these. */
export const demoProducts: readonly (DemoProduct & { shop: number })[] = demoShops.flatMap(
  ({ products }, shop) => products.map((product) => ({ ...product, shop })),
)
