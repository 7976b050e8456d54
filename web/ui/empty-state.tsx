import type { ReactNode } from 'react'
import styles from './empty-state.module.css'
import { Icon, type IconName } from './icons.tsx'

export interface EmptyStateProps {
  icon: IconName
  title: string
  /** What to do about it. */
  help?: ReactNode
  /** Links and buttons for that. */
  children?: ReactNode
}

/** Shown for an empty list: says why it is empty and what to do. A filtered list needs different words. */
export const EmptyState = ({ icon, title, help, children }: EmptyStateProps) => (
  <div className={styles.empty}>
    <Icon name={icon} size={40} />
    <h2>{title}</h2>
    {help && <p>{help}</p>}
    {children}
  </div>
)
