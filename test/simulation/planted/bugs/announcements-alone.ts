import * as original from '../../../../server/postgres/announcements.ts'

export const announcementBounds = { ...original.announcementBounds, pollMs: 24 * 60 * 60 * 1_000 }
