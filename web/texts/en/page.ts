import type { OrderStatus } from '../../../shared/catalog/order-states.ts'
import { countedIn, grouped, waitOf } from '../../ui/plurals.ts'
import { ordinal } from './ordinal.ts'

interface StateTexts {
  buyer: string
  seller: string
  /** On the buyer's ticket. */
  stamp: string
  /** The last line of the buyer's bill. */
  bill: (total: string) => string
  /** The seller's to-do; absent if there is none. */
  toDo?: (count: number) => string
}

const counted = countedIn('en')
const payAtPickup = (total: string): string => `Pay ${total} at pickup`

/** The texts that every page may show. */
export const page = {
  legal: {
    imprint: 'Imprint',
    privacy: 'Privacy',
    terms: 'Terms',
    notFound: 'This page has no text',
    notFoundHelp: 'The market’s organiser hasn’t written it yet.',
    unreachable: 'Couldn’t load this page. Retrying…',
  },

  shell: {
    close: 'Close',
    skipToMain: 'Skip to the content',
    demo: 'Demo market: orders aren’t real.',
    loading: 'Loading',
    reload: 'Reload',
    toMarket: 'Go to the market',
    notice: {
      personChanged: 'Someone else signed in or out in this browser, so this page was reloaded.',
      marketRestored: (cartItems: number) =>
        `The market was restored from a backup, so products may have changed.${
          cartItems > 0
            ? ` ${counted(cartItems, { one: '# item was', other: '# items were' })} removed from your cart.`
            : ''
        }`,
      dismiss: 'OK',
    },
    outdated: 'A new version is available.',
    offline: {
      'no-network': 'You’re offline',
      unreachable: 'Can’t reach the market',
      down: 'The market isn’t answering',
      busy: 'The market is very busy',
      blocked: 'This network blocks live updates',
      reconnecting: 'Reconnecting',
    },
    offlineHelp: 'Prices and stock may be out of date. You can order again as soon as you’re connected.',
    offlineHelpSeller:
      'Prices and stock may be out of date. We’ll send your changes as soon as you’re connected.',
    blockedHelp:
      'Prices and stock may be out of date; we check every few seconds. To order, try another network.',
    blockedHelpSeller:
      'Prices and stock may be out of date; we check every few seconds. To make changes, try another network.',
    noAnswer: 'We couldn’t reach the market. Please try again.',
    keepTrying: 'We’ll keep trying.',
    back: 'Back online',
    backHelp: 'Everything is up to date.',
    retryAfter: (ms: number) => `You can try again in ${waitOf(ms, 'a moment')}.`,
    errorTitle: 'Something went wrong',
    errorHelp: 'It’s not your fault, and your orders are safe. Reload to continue.',
    errorId: (id: string) => `Error ${id}`,
    notFoundTitle: 'Page not found',
    notFoundHelp: 'The link may be wrong, or the page has moved.',
    language: 'Language',
    colorScheme: { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' },
  },
  orderStates: {
    placed: {
      buyer: 'Waiting for pickup',
      stamp: 'Yours',
      seller: 'Waiting for pickup',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, { one: '# order waiting for pickup', other: '# orders waiting for pickup' }),
    },
    ready: {
      buyer: 'Ready for pickup',
      stamp: 'Ready',
      seller: 'Ready for pickup',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, { one: '# order ready for pickup', other: '# orders ready for pickup' }),
    },
    fulfilled: {
      buyer: 'Picked up',
      stamp: 'Picked up',
      seller: 'Handed over',
      bill: (total: string) => `Paid ${total}`,
    },
    cancelled: {
      buyer: 'Cancelled',
      stamp: 'Cancelled',
      seller: 'Cancelled',
      bill: (total: string) => `${total}, nothing to pay`,
    },
  } satisfies Record<OrderStatus, StateTexts>,
  /** For a state that the server has added since the page was loaded. */
  unknownOrderState: 'In progress',
  status: {
    mayBeOld: 'May be out of date',
    soldOut: 'Sold out',
    left: (count: number) => counted(count, { one: '# left', other: '# left' }),
    inStock: 'In stock',
    shopClosed: 'Shop closed',
  },
  /** Buyers’ texts of the first load; `orders.ts` has the others. Amounts are passed as formatted money, "€12.00". */
  storefront: {
    title: 'Market',
    orders: 'My orders',
    waiting: 'waiting',
    cart: 'Cart',
    items: (count: number): string => (count === 1 ? 'item' : 'items'),
    search: 'Search products',
    board: 'Stock board',
    sell: 'Start selling',
    account: 'Account',
    keepOrders: 'Create an account to see your orders on all your devices.',
    place: (place: number) => `You were the ${ordinal(place)} to buy this`,
    placeOf: (place: number, name: string) => `You were the ${ordinal(place)} to buy ${name}`,
    inStock: (count: number) => `${grouped(count)} in stock`,
    lastOne: 'Last one',
    live: 'Live',
    soldLastMinute: (units: number) => `${grouped(units)} sold in the last minute`,
    cartBar: (pieces: number, total: string) => `View cart · ${grouped(pieces)} · ${total}`,
    free: 'Free',

    list: {
      products: (count: number) => counted(count, { one: '# product', other: '# products' }),
      showNew: (count: number) => `Show ${counted(count, { one: '# new product', other: '# new products' })}`,
      more: (count: number) => `Show ${grouped(count)} more`,
      soldOut: (count: number) => counted(count, { one: '# sold out', other: '# sold out' }),
      emptyTitle: 'Nothing for sale yet',
      emptyHelp: 'New products appear here automatically.',
      emptySell: 'Add your first product',
      emptyShop: 'This shop has nothing for sale right now',
      didYouMean: (words: string) => `Did you mean “${words}”?`,
      filteredTitle: 'No results',
      filteredHelp: 'Try another word, or remove a filter.',
      clear: 'Clear search and filters',
      waitingHelp: 'Products will appear as soon as you’re connected.',
    },

    filter: {
      title: 'Sort and filter',
      label: 'Filters',
      inStock: 'In stock',
      sort: 'Sort by',
      sorts: {
        newest: 'Newest first',
        price: 'Price: low to high',
        'price-down': 'Price: high to low',
        name: 'Name: A–Z',
      },
      shop: 'Shop',
      allShops: 'All shops',
      min: 'Min price',
      max: 'Max price',
      active: (count: number) => `${grouped(count)} active`,
    },

    buy: {
      buy: 'Buy',
      buyNamed: (name: string) => `Buy ${name}`,
      soldOut: 'Sold out',
      gone: 'No longer available',
      shopClosed: 'Shop closed',
      shopSuspended: 'Currently unavailable',
      offline: 'You’re offline',
      connecting: 'Connecting…',
      title: 'Reserve',
      quantity: 'Quantity',
      fewer: 'Decrease quantity',
      more: 'Increase quantity',
      addNamed: (name: string) => `Add ${name} to the cart`,
      moreOf: (name: string) => `One more: ${name}`,
      fewerOf: (name: string) => `One fewer: ${name}`,
      each: (price: string) => `${price} each`,
      name: 'Pickup name',
      nameHelp: (guest: string) => `We’ll call this name at pickup. Leave it empty to use “${guest}”.`,
      nameHelpPlain: 'We’ll call this name at pickup.',
      total: 'Total',
      reserve: (total: string) => `Reserve and pay ${total} at pickup`,
      reserveFree: 'Reserve for free',
      accept: (total: string) => `Reserve at the new price · pay ${total} at pickup`,
      pickup: 'Pickup',
      pickupAt: (shop: string) => `Pickup at ${shop}`,
      collectWithin: (duration: string) => `Collect it within ${duration}, or the order expires.`,
      accountsOnly: 'You need an account to order this.',
      accountsOnlyHelp: 'Sign in or create one.',
      signIn: 'Sign in',
      noPickupNote: 'The shop hasn’t added pickup details yet. You’ll find them on your receipt.',
      limit: (limit: number) => `Limit ${grouped(limit)} per customer.`,
      limitWith: (limit: number, owned: number) =>
        `Limit ${grouped(limit)} per customer; you already have ${grouped(owned)}.`,
      limitUsedUp: (limit: number) => `You’ve reached the limit of ${grouped(limit)} per customer.`,
      onlyLeft: (count: number) => `Only ${grouped(count)} left, so we changed your quantity.`,
      priceChanged: (before: string, now: string) => `The price has changed from ${before} to ${now}.`,
      soldOutNow: 'This just sold out. Your order wasn’t placed.',
      addToCart: 'Add to cart',
      inCart: (count: number) => `${grouped(count)} in your cart`,
      addedToCart: (name: string) => `${name} added to your cart.`,
      openCart: 'View cart',
    },

    notices: {
      bought: (name: string) => `You got ${name}`,
      open: (name: string) => `Checking your order: ${name}`,
      taken: (name: string) => `${name} was already sent`,
      refused: (name: string) => `${name} wasn’t ordered`,
      see: 'View',
      hide: 'Dismiss',
      several: (name: string, others: number) =>
        `${name} and ${counted(others, { one: '# other', other: '# others' })}`,
    },
  },
}

export type PageTexts = typeof page
