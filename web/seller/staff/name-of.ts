import type { ListedStaff } from '../../../shared/protocol/staff-messages.ts'

/** How somebody is called in a list. */
export const nameOf = ({ name, email }: ListedStaff): string => name ?? email
