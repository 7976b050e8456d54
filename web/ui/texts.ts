import { counted, waitOf } from './plurals.ts'
import { storefrontTexts } from './storefront-texts.ts'

/** Every text that a person sees, by the app that shows it. */
export const texts = {
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
          cartItems > 0 ? ` ${counted(cartItems, 'item was', 'items were')} removed from your cart.` : ''
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
    retryAfter: (ms: number) => `You can try again in ${waitOf(ms)}.`,
    errorTitle: 'Something went wrong',
    errorHelp: 'It’s not your fault, and your orders are safe. Reload to continue.',
    errorId: (id: string) => `Error ${id}`,
    notFoundTitle: 'Page not found',
    notFoundHelp: 'The link may be wrong, or the page has moved.',
    colorScheme: (scheme: 'auto' | 'light' | 'dark') =>
      `Theme: ${{ auto: 'system', light: 'light', dark: 'dark' }[scheme]}`,
  },
  status: {
    mayBeOld: 'May be out of date',
    soldOut: 'Sold out',
    left: (count: number) => counted(count, 'left', 'left'),
    inStock: 'In stock',
    shopClosed: 'Shop closed',
  },
  storefront: storefrontTexts,
} as const
