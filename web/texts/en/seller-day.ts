import { grouped } from '../../ui/plurals.ts'

/** The texts of a seller's day: the head, the counter and the figures. */
export const sellerDay = {
  more: 'More',
  moreTitle: 'More',
  soundOn: 'Sound for new orders is on',
  soundOff: 'Sound for new orders is off',
  counter: {
    title: 'To hand over',
    allDone: 'Everything is handed over',
    handOver: (number: number) => `Hand over order ${number}`,
    saidHandedOver: (number: number) => `Order ${number} handed over. You can undo this for 5 seconds.`,
    undoNamed: (number: number) => `Undo handing over order ${number}`,
    undone: (number: number) => `Order ${number} is not handed over.`,
    done: 'Handed over',
    notHandedOver: 'Not handed over',
    scan: 'Scan a receipt',
    camera: 'The camera’s picture',
    aim: 'Hold the code of the receipt in front of the camera.',
    foreign: 'That code isn’t from a receipt of this market.',
    trouble: {
      denied: 'The browser may not use the camera. Allow it for this page, or type the code.',
      missing: 'No camera was found. Type the code instead.',
      unsafe:
        'Browsers allow the camera on secure pages (HTTPS) only. Type the code, or scan it with the phone’s own camera app.',
    },
  },
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
