import { grouped } from '../../ui/plurals.ts'

/** The texts of a seller's day: the head, the counter and the figures. */
export const sellerDay = {
  more: 'More',
  moreTitle: 'More',
  soundOn: 'Sound for new orders is on',
  soundOff: 'Sound for new orders is off',
  status: {
    menu: (shop: string, status: string) => `${shop}: ${status}. Change`,
    open: 'Open',
    paused: 'Paused',
    until: (when: string) => `Closed until ${when}`,
    suspended: 'Suspended',
    someOpen: (open: number, all: number) => `${grouped(open)} of ${grouped(all)} open`,
    buyersSee: 'Buyers see this at once',
    reopen: 'Open now',
    pause: 'Pause until I reopen',
    closeFor: (duration: string) => `Close for ${duration}`,
    closeUntil: 'Close until…',
    closeTitle: (shop: string) => `Close ${shop} until…`,
    closeHelp: 'Buyers see when you’re back. The shop opens by itself then.',
    opensAt: (timeZone: string) => `Opens again (${timeZone})`,
    opensAtWrong: 'Choose a time in the future, within a year.',
    closeNow: 'Close shop',
    saidUntil: (name: string, when: string) => `${name} is closed and opens again ${when}.`,
    untilBar: (name: string, when: string) => `${name} is closed and opens again ${when}. Nobody can order.`,
  },
}
