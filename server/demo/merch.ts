import type { DemoProduct } from './demo-shapes.ts'

/** What lies on the band's merch table. */
export const merchProducts: readonly DemoProduct[] = [
  {
    name: 'LP “Small Hours”, black vinyl',
    description:
      'The second album on 180 g black vinyl, with a printed inner sleeve and a download code. Recorded in eleven nights in a disused swimming bath, and you can hear it.',
    category: 'Records',
    price: 2400,
    stock: 40,
    demand: 8,
    quantityMax: 2,
    isFresh: false,
  },
  {
    name: 'LP “Small Hours”, amber vinyl',
    description:
      'The same record in clear amber, one hundred copies, numbered by hand. There will be no second run, and we mean it. One for each person, please.',
    category: 'Records',
    price: 3200,
    stock: 0,
    limitPerBuyer: 1,
    demand: 9,
    quantityMax: 1,
    isFresh: false,
  },
  {
    name: 'Cassette “Rooftop Demos”',
    description:
      'Six songs from before we could afford a studio, on a chrome cassette with a risograph inlay. Side B ends in a thunderstorm that was not planned.',
    category: 'Records',
    price: 900,
    stock: 7,
    demand: 4,
    quantityMax: 1,
    isFresh: false,
  },
  {
    name: 'T-shirt “Lantern”, size M',
    description:
      'White lantern on a washed black shirt, screen-printed two streets from our rehearsal room. Heavy organic cotton that falls rather large.',
    category: 'Clothes',
    price: 2500,
    stock: 24,
    demand: 7,
    quantityMax: 2,
    isFresh: false,
  },
  {
    name: 'T-shirt “Lantern”, size XL',
    description:
      'White lantern on a washed black shirt, screen-printed two streets from our rehearsal room. The largest size we have this time; more are on order.',
    category: 'Clothes',
    price: 2500,
    stock: 2,
    demand: 4,
    quantityMax: 1,
    isFresh: false,
  },
  {
    name: 'Tour poster, signed',
    description:
      'A2, three colours, printed on leftover wallpaper, so no two are alike. Signed by all four of us, by the drummer twice. Comes rolled.',
    category: 'Paper',
    price: 1500,
    stock: 1,
    demand: 6,
    quantityMax: 1,
    isFresh: false,
  },
  {
    name: 'Enamel pin, paper lantern',
    description:
      'Twenty-two millimetres of hard enamel with two clutches, so that it survives the front row. Glows a little in the dark.',
    category: 'Small things',
    price: 600,
    stock: 40,
    demand: 8,
    quantityMax: 3,
    isFresh: false,
  },
  {
    name: 'Earplugs, one pair',
    description:
      'Soft silicone in a paper sachet, minus 22 decibels. We sell them at what they cost us, since we would like you to hear the next tour as well.',
    category: 'Small things',
    price: 100,
    stock: 500,
    demand: 7,
    quantityMax: 4,
    isFresh: false,
  },
]
