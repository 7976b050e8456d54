import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'
import styles from './status-label.module.css'

export type Tone = 'ok' | 'warn' | 'bad' | 'muted' | 'accent'

export interface StatusLabelProps {
  tone: Tone
  /** A check mark when absent and all is well, otherwise a warning sign. */
  icon?: IconName
  /** The text; required, since colour and icon alone are not accessible. */
  children: ReactNode
  /** With a background, to be seen from afar. */
  filled?: boolean
}

/** A status as text, icon and colour. */
export const StatusLabel = ({ tone, icon, children, filled = false }: StatusLabelProps) => (
  <span className={styles.label} data-tone={tone} data-filled={filled || undefined}>
    <Icon name={icon ?? (tone === 'ok' ? 'check' : 'alert')} size={16} />
    <span>{children}</span>
  </span>
)
