import type { DemoProduct } from './demo-shapes.ts'

/** What the ticket desk of the small stage has to give. */
export const ticketProducts: readonly DemoProduct[] = [
  {
    name: 'The Tempest, Friday 19:30',
    description:
      'The drama club plays Shakespeare’s island with a real wind machine and twelve buckets of sand. Two and a half hours with one interval. Free choice of seats.',
    category: 'Drama club',
    price: 1200,
    stock: 40,
    limitPerBuyer: 6,
    demand: 8,
    quantityMax: 4,
    isFresh: false,
  },
  {
    name: 'The Tempest, Saturday 19:30',
    description:
      'Second night of the drama club’s Tempest, with the cast at the bar afterwards. Free choice of seats, and the last one is as good as the first.',
    category: 'Drama club',
    price: 1200,
    stock: 1,
    limitPerBuyer: 6,
    demand: 14,
    quantityMax: 4,
    isFresh: false,
  },
  {
    name: 'The Tempest, Saturday, pupils and students',
    description:
      'Reduced seats for the second night. Please bring something with your name and your school on it. Children under six sit on a lap, free of charge.',
    category: 'Drama club',
    price: 600,
    stock: 7,
    limitPerBuyer: 6,
    demand: 9,
    quantityMax: 3,
    isFresh: false,
  },
  {
    name: 'Stand-up at the Attic: open stage',
    description:
      'Eight newcomers, seven minutes each, one bell. The audience decides who comes back next month. Doors open an hour before; no seats are numbered.',
    category: 'Guests',
    price: 900,
    stock: 0,
    limitPerBuyer: 4,
    demand: 8,
    quantityMax: 2,
    isFresh: false,
  },
  {
    name: 'Programme booklet',
    description:
      'Sixteen pages with the cast, the making of the wind machine, and a puzzle for the interval. Printed by the school’s own press.',
    category: 'At the desk',
    price: 250,
    stock: 500,
    demand: 6,
    quantityMax: 2,
    isFresh: false,
  },
  {
    name: 'Soup and bread at the interval',
    description:
      'A bowl of the parents’ lentil soup with bread from Brook Street, waiting for you when the bell rings. Vegan. What it brings goes to the lighting fund.',
    category: 'At the desk',
    price: 450,
    stock: 7,
    demand: 5,
    quantityMax: 3,
    isFresh: false,
  },
]
