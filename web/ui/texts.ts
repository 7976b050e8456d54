import { counted } from './plurals.ts'
import { storefrontTexts } from './storefront-texts.ts'

/** Every text that a person sees, by the face that shows it. */
export const texts = {
  shell: {
    close: 'Close',
    skipToMain: 'Skip to the content',
    demo: 'This is a demo market. Nothing here is for sale.',
    loading: 'Loading',
    reload: 'Reload',
    toMarket: 'Go to the market',
    outdated: 'There is a new version of this page.',
    offlineTitle: 'No connection',
    offlineHelp:
      'What you see may be old. You can look around; buying works again when the connection is back.',
    offlineHelpSeller: 'What you see may be old. Changes are sent when the connection is back.',
    back: 'Back in step',
    backHelp: 'Everything shown is current.',
    forbidden: 'This page is not for your role. Sign in as someone who may see it.',
    errorTitle: 'Something broke on this page',
    errorHelp: 'It is not your doing. Your orders are safe; reload to go on.',
    errorId: (id: string) => `Error ${id}`,
    notFoundTitle: 'There is no such page',
    notFoundHelp: 'The address may be mistyped, or what was here is gone.',
    colorScheme: (scheme: 'auto' | 'light' | 'dark') =>
      `Colours: ${{ auto: 'as the system', light: 'light', dark: 'dark' }[scheme]}`,
  },
  status: {
    mayBeOld: 'May be old',
    live: 'Live',
    soldOut: 'Sold out',
    left: (count: number) => counted(count, 'left', 'left'),
    inStock: 'In stock',
    shopClosed: 'Shop closed',
    order: { placed: 'Waiting for pickup', fulfilled: 'Handed over', cancelled: 'Cancelled' },
  },
  storefront: storefrontTexts,
} as const
