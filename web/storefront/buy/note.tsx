import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../ui/icons.tsx'
import styles from './note.module.css'

export interface NoteProps {
  tone: 'warn' | 'bad' | 'muted'
  icon: IconName
  children: ReactNode
}

/** A note that the buyer should read before pressing the button below it. */
export const Note = ({ tone, icon, children }: NoteProps) => (
  <p className={styles.note} data-tone={tone}>
    <Icon name={icon} />
    <span>{children}</span>
  </p>
)
