import { type DemoProduct, demoProduct } from './demo-shapes.ts'

/** What the bakery sells; most of it is baked each morning. */
export const bakeryProducts: readonly DemoProduct[] = [
  demoProduct(
    'Sourdough loaf, 1 kg',
    { category: 'Bread', price: 620, stock: 7, demand: 12, quantityMax: 2, isFresh: true },
    'Rye and wheat with a dark, crackling crust and a moist crumb. Rested for twenty hours, baked on stone. Keeps for five days in a linen bag.',
  ),
  demoProduct(
    'Spelt and walnut loaf, 750 g',
    { category: 'Bread', price: 680, stock: 2, demand: 6, quantityMax: 1, isFresh: true },
    'Spelt from our own mill with a generous handful of roasted walnuts. Slightly sweet, and best friends with strong cheese. Contains nuts.',
  ),
  demoProduct(
    'Baguette',
    { category: 'Bread', price: 290, stock: 12, demand: 9, quantityMax: 3, isFresh: true },
    'Thin crust, large holes, a little sea salt. Out of the oven twice a day, so ask for a warm one. Does not see a second morning.',
  ),
  demoProduct(
    'Poppy seed roll',
    { category: 'Rolls', price: 85, stock: 40, demand: 14, quantityMax: 10, isFresh: true },
    'The roll of our childhood: crisp outside, soft inside, blue poppy seeds all over the counter afterwards. Bakes in nine minutes, and is gone in three.',
  ),
  demoProduct(
    'Pretzel with coarse salt',
    { category: 'Rolls', price: 120, stock: 40, demand: 11, quantityMax: 6, isFresh: true },
    'Dipped in lye, cut by hand, and baked until it is almost too dark. The belly is soft, the arms are crisp. Vegan.',
  ),
  demoProduct(
    'Butter croissant',
    { category: 'Pastry', price: 240, stock: 0, demand: 16, quantityMax: 4, isFresh: true },
    'Three days of folding and a quarter of butter. Baked at six, at eight and at ten. On Saturdays there is a queue for these, so a reservation is a good idea.',
  ),
  demoProduct(
    'Cardamom knot',
    { category: 'Pastry', price: 290, stock: 7, demand: 8, quantityMax: 3, isFresh: true },
    'Swedish by recipe, local by butter. Freshly ground cardamom in the dough and in the sugar on top. Good with coffee, better with a second one.',
  ),
  demoProduct(
    'Plum tray cake, one slice',
    { category: 'Cake', price: 340, stock: 1, demand: 5, quantityMax: 4, isFresh: true },
    'Yeast dough, tart plums in close rows, crumble with a pinch of cinnamon. We make two trays on weekdays and four on Saturdays.',
  ),
  demoProduct(
    'Birthday cake for twelve',
    { category: 'Cake', price: 4200, stock: 2, limitPerBuyer: 1, demand: 1, quantityMax: 1 },
    'Three layers of sponge with raspberries and vanilla cream. Tell us at pickup which name goes on top, and it takes us five minutes. Kept cold until you come.',
  ),
  demoProduct(
    'Sourdough starter, small jar',
    { category: 'Baking at home', price: 0, stock: 18, limitPerBuyer: 1, demand: 4, quantityMax: 1 },
    'A spoonful of our own starter, alive since 1998, with a card that says how to feed it. Free of charge: it wants to be passed on. Please bring the jar back.',
  ),
]
