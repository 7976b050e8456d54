import { useSyncExternalStore } from 'react'
import { announced, onAnnounced } from './announcements.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

/** Where `announce` is heard; stands once on every page, in the shell. */
export const Announcer = () => (
  <VisuallyHidden role="status">{useSyncExternalStore(onAnnounced, announced)}</VisuallyHidden>
)
