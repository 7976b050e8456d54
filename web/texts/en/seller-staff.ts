import type { StaffRole } from '../../../shared/catalog/staff.ts'

/** Who works in a shop. */
export const sellerStaff = {
  staff: {
    title: 'People',
    open: 'People who work here',
    openHelp: 'Invite helpers, and choose what each of them may do.',
    you: 'you',
    nobody: 'Nobody else works here yet.',
    role: 'Role',
    roleOf: (who: string) => `Role of ${who}`,
    roles: {
      owner: 'Owner',
      manager: 'Manager',
      counter: 'Counter',
      reader: 'View only',
    } satisfies Record<StaffRole, string>,
    rolesHelp: {
      owner: 'Everything, including settings and people.',
      manager:
        'Products, prices, orders, import and export. Can pause the shop. No people, no other settings.',
      counter:
        'Sees products and orders, marks orders ready and hands them over. No prices, no sales figures.',
      reader: 'Sees products, orders and sales figures. Changes nothing.',
    } satisfies Record<StaffRole, string>,
    yourRole: (role: string) => `You work here as: ${role}.`,
    invite: 'Invite someone',
    inviteHelp: 'We’ll create a link for you to send. It works once and expires in 7 days.',
    email: 'Their email',
    links: 'Open invitations',
    anyone: 'Anyone with the link',
    expires: (when: string) => `expires ${when}`,
    withdraw: 'Withdraw',
    withdrawNamed: (who: string) => `Withdraw the invitation for ${who}`,
    withdrawn: 'That link no longer works.',
    remove: 'Remove',
    removeNamed: (who: string) => `Remove ${who}`,
    removeTitle: (who: string) => `Remove ${who}?`,
    removeHelp: (shop: string) =>
      `They lose access to ${shop} right away, on all their devices. Their account and their own orders stay.`,
    leaveTitle: (shop: string) => `Leave ${shop}?`,
    leaveHelp: 'You lose access right away. Only an owner can let you back in.',
    leave: 'Leave',
    removed: (who: string) => `${who} no longer works here.`,
    changed: (who: string, role: string) => `${who} is now: ${role}.`,
    onlyOwners: 'Only owners can see who works here',
    onlyOwnersHelp: 'Ask an owner of the shop.',
  },
}
