import { z } from 'zod/mini'
import { type ShopRight, type StaffRole, staffRoles } from '../catalog/staff.ts'
import { email, linkLook } from './account-messages.ts'

/** What each route of a shop takes in the shop that it concerns, `?shopId=` or else the person's first. */
export const sellerRouteRights = {
  'GET /api/export/products.csv': 'export',
  'GET /api/export/orders.csv': 'export',
  'GET /api/export/ledger.csv': 'export',
  'POST /api/import': 'products',
  'POST /api/images': 'products',
  'GET /api/suspension': 'see',
  'GET /api/staff': 'staff',
  'POST /api/staff/invites': 'staff',
  'DELETE /api/staff/invites/:id': 'staff',
  'POST /api/staff/:id': 'staff',
  'DELETE /api/staff/:id': 'staff',
} as const satisfies Record<string, ShopRight>

const role = z.enum(staffRoles)

/** `POST /api/staff/invites`: a link for one person, who finds `email` filled in. */
export const staffInvite = z.object({ role, email: z.optional(email) })

/** `POST /api/staff/:id`: another role. */
export const staffChange = z.object({ role })

/** `POST /api/invites/join`: who is signed in takes up the job that a link offers. */
export const inviteJoin = linkLook

/** Somebody who works in a shop. */
export interface ListedStaff {
  /** Names them to the other routes. */
  id: string
  email: string
  /** The name that they gave themselves; null without one. */
  name: string | null
  role: StaffRole
  /** The person of this request. */
  current: boolean
}

/** A link that nobody used yet. */
export interface ListedStaffInvite {
  id: string
  email: string | null
  role: StaffRole
  expiresAt: number
}

/** The reply of `GET /api/staff`, and of all that changes it. */
export interface StaffList {
  staff: ListedStaff[]
  invites: ListedStaffInvite[]
}
