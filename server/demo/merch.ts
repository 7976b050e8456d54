import { type DemoProduct, demoProduct } from './demo-shapes.ts'

/** What lies on the band's merch table. */
export const merchProducts: readonly DemoProduct[] = [
  demoProduct(
    'LP “Small Hours”, black vinyl',
    { picture: 'lp-black', category: 'Records', price: 2400, stock: 40, demand: 8, quantityMax: 2 },
    'The second album on 180 g black vinyl, with a printed inner sleeve and a download code. Recorded in eleven nights in a disused swimming bath, and you can hear it.',
  ),
  demoProduct(
    'LP “Small Hours”, amber vinyl',
    {
      picture: 'lp-amber',
      category: 'Records',
      price: 3200,
      stock: 0,
      limitPerBuyer: 1,
      demand: 9,
      quantityMax: 1,
    },
    'The same record in clear amber, one hundred copies, numbered by hand. There will be no second run, and we mean it. One for each person, please.',
  ),
  demoProduct(
    'Cassette “Rooftop Demos”',
    { picture: 'cassette', category: 'Records', price: 900, stock: 7, demand: 4, quantityMax: 1 },
    'Six songs from before we could afford a studio, on a chrome cassette with a risograph inlay. Side B ends in a thunderstorm that was not planned.',
  ),
  demoProduct(
    'T-shirt “Lantern”, size M',
    { picture: 'shirt-m', category: 'Clothes', price: 2500, stock: 24, demand: 7, quantityMax: 2 },
    'White lantern on a washed black shirt, screen-printed two streets from our rehearsal room. Heavy organic cotton that falls rather large.',
  ),
  demoProduct(
    'T-shirt “Lantern”, size XL',
    { picture: 'shirt-xl', category: 'Clothes', price: 2500, stock: 2, demand: 4, quantityMax: 1 },
    'White lantern on a washed black shirt, screen-printed two streets from our rehearsal room. The largest size we have this time; more are on order.',
  ),
  demoProduct(
    'Tour poster, signed',
    { picture: 'poster', category: 'Paper', price: 1500, stock: 1, demand: 6, quantityMax: 1 },
    'A2, three colours, printed on leftover wallpaper, so no two are alike. Signed by all four of us, by the drummer twice. Comes rolled.',
  ),
  demoProduct(
    'Enamel pin, paper lantern',
    { picture: 'pin', category: 'Small things', price: 600, stock: 40, demand: 8, quantityMax: 3 },
    'Twenty-two millimetres of hard enamel with two clutches, so that it survives the front row. Glows a little in the dark.',
  ),
  demoProduct(
    'Earplugs, one pair',
    { picture: 'earplugs', category: 'Small things', price: 100, stock: 500, demand: 7, quantityMax: 4 },
    'Soft silicone in a paper sachet, minus 22 decibels. We sell them at what they cost us, since we would like you to hear the next tour as well.',
  ),
]
