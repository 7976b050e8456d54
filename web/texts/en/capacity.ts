import type { BoundName } from '../../../shared/protocol/operator-messages.ts'
import { grouped, percent } from '../../ui/plurals.ts'

interface BoundTexts {
  label: string
  /** What happens at the limit, and what to do before. */
  advice: string
}

const setting = 'Whoever runs the server can raise it in server/bounds.ts.'

/** The operator's texts about limits. */
export const capacity = {
  title: 'Capacity',
  allWell: 'There is room in everything.',
  near: (label: string, used: number) => `${label}: ${percent(used)} used.`,
  toAll: 'What to do',
  isNear: 'Nearly full',
  isFull: 'Full',
  showRest: (rest: number, isAll: boolean) =>
    isAll ? `Show all ${grouped(rest)}` : `Show the other ${grouped(rest)}`,
  percent,
  of: (used: string, max: string) => `${used} of ${max}`,
  noAnswer: 'How full the market is could not be read. Reload the page to try again.',
  bounds: {
    disk: {
      label: 'Disk',
      advice:
        'When the disk is full, buying pauses until there is space. Remove files that are not the market’s, or move it to a larger disk.',
    },
    orders: {
      label: 'Orders',
      advice:
        'When this is full, nobody can order. Whoever runs the server can raise SOUK_ORDERS_MAX where the machine has the memory.',
    },
    ordersEver: {
      label: 'Orders with the cancelled ones',
      advice:
        'When this is full, nobody can order. Whoever runs the server can raise SOUK_ORDERS_MAX where the machine has the memory.',
    },
    products: {
      label: 'Products',
      advice: `When this is full, no shop can list more. Delete products that are no longer sold, or those of a shop that is gone. ${setting}`,
    },
    productsKept: {
      label: 'Products with the deleted ones that orders name',
      advice: `When this is full, no shop can list more. ${setting}`,
    },
    shops: { label: 'Shops', advice: `When this is full, no more shops can open. ${setting}` },
    accounts: { label: 'Accounts', advice: `When this is full, nobody new can sign up. ${setting}` },
    names: {
      label: 'Pickup names',
      advice: 'When this is full, new guests are called by a number. Old names go by themselves.',
    },
    links: {
      label: 'Links for invitations and passwords',
      advice: 'When this is full, a new link ends the oldest one. Links end by themselves after seven days.',
    },
    endedSessions: {
      label: 'Sessions that were signed out',
      advice: `When this is full, the oldest are forgotten. ${setting}`,
    },
    images: {
      label: 'Pictures',
      advice: `When this is full, no shop can add pictures. Those that no product shows go by themselves. ${setting}`,
    },
    imageBytes: {
      label: 'Pictures on the disk',
      advice: `When this is full, no shop can add pictures. Those that no product shows go by themselves. ${setting}`,
    },
    importRows: {
      label: 'Rows of imports that wait',
      advice: 'When this is full, large imports must wait. Each is gone after half an hour.',
    },
    queue: {
      label: 'Commands that wait',
      advice: 'More is asked than the machine can do. Buyers are told to try again; a faster machine helps.',
    },
    connections: {
      label: 'Connections',
      advice: `When this is full, nobody else can see the market live. ${setting}`,
    },
    openFiles: {
      label: 'Open files and connections',
      advice: 'Raise the limit of the process: LimitNOFILE in its service, or ulimit -n.',
    },
    memory: {
      label: 'Memory',
      advice:
        'When this is full, the market stops and starts again. Give the machine more memory, and the process more of it (NODE_OPTIONS=--max-old-space-size).',
    },
  } satisfies Record<BoundName, BoundTexts>,
}
