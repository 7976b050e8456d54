import { type DemoProduct, demoProduct } from './demo-shapes.ts'

/** What the ticket desk of the small stage has to give. */
export const ticketProducts: readonly DemoProduct[] = [
  demoProduct(
    'The Tempest, Friday 19:30',
    {
      picture: 'tempest-friday',
      category: 'Drama club',
      price: 1200,
      stock: 40,
      limitPerBuyer: 6,
      demand: 8,
      quantityMax: 4,
    },
    'The drama club plays Shakespeare’s island with a real wind machine and twelve buckets of sand. Two and a half hours with one interval. Free choice of seats.',
  ),
  demoProduct(
    'The Tempest, Saturday 19:30',
    {
      picture: 'tempest-saturday',
      category: 'Drama club',
      price: 1200,
      stock: 1,
      limitPerBuyer: 6,
      demand: 14,
      quantityMax: 4,
    },
    'Second night of the drama club’s Tempest, with the cast at the bar afterwards. Free choice of seats, and the last one is as good as the first.',
  ),
  demoProduct(
    'The Tempest, Saturday, pupils and students',
    {
      picture: 'tempest-pupils',
      category: 'Drama club',
      price: 600,
      stock: 7,
      limitPerBuyer: 6,
      demand: 9,
      quantityMax: 3,
    },
    'Reduced seats for the second night. Please bring something with your name and your school on it. Children under six sit on a lap, free of charge.',
  ),
  demoProduct(
    'Stand-up at the Attic: open stage',
    {
      picture: 'open-stage',
      category: 'Guests',
      price: 900,
      stock: 0,
      limitPerBuyer: 4,
      demand: 8,
      quantityMax: 2,
    },
    'Eight newcomers, seven minutes each, one bell. The audience decides who comes back next month. Doors open an hour before; no seats are numbered.',
  ),
  demoProduct(
    'Programme booklet',
    { picture: 'booklet', category: 'At the desk', price: 250, stock: 500, demand: 6, quantityMax: 2 },
    'Sixteen pages with the cast, the making of the wind machine, and a puzzle for the interval. Printed by the school’s own press.',
  ),
  demoProduct(
    'Soup and bread at the interval',
    { picture: 'soup', category: 'At the desk', price: 450, stock: 7, demand: 5, quantityMax: 3 },
    'A bowl of the parents’ lentil soup with bread from Brook Street, waiting for you when the bell rings. Vegan. What it brings goes to the lighting fund.',
  ),
]
