import { useSyncExternalStore } from 'react'
import { announced } from './announcements.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

/** The live region of `announce`; once on every page. */
export const Announcer = () => (
  <VisuallyHidden role="status">{useSyncExternalStore(announced.subscribe, announced.get)}</VisuallyHidden>
)
