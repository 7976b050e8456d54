/** What the operator is asked before a shop is suspended, and what its people read then. */
export const sellerSuspending = {
  suspending: {
    title: (name: string) => `Suspend ${name}?`,
    help: 'Buyers can’t order, and nobody who works there can change anything, until you lift it. Existing orders stay.',
    button: 'Suspend shop',
    reason: 'Reason',
    reasonHelp: 'Shown to the people of the shop, not to buyers.',
    because: (reason: string) => `Reason: ${reason}`,
  },
}
