import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'
import styles from './note.module.css'
import type { Tone } from './status-label.tsx'

export interface NoteProps {
  tone: Tone
  /** A warning sign when absent. */
  icon?: IconName
  /** For a note that appears by itself: how it is announced to screen readers. */
  role?: 'status' | 'alert'
  children: ReactNode
}

/** A paragraph on a tinted background, to be read before what follows it. */
export const Note = ({ tone, icon = 'alert', role, children }: NoteProps) => (
  <p className={styles.note} data-tone={tone} role={role}>
    <Icon name={icon} />
    <span>{children}</span>
  </p>
)
