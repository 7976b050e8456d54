import type { ReactNode } from 'react'
import styles from './empty-state.module.css'
import { Icon, type IconName } from './icons.tsx'

export interface EmptyStateProps {
  icon: IconName
  title: string
  /** What to do about it. */
  children?: ReactNode
}

/** Where a list has nothing to show: says why, and helps on. Empty and filtered-to-empty say different things. */
export const EmptyState = ({ icon, title, children }: EmptyStateProps) => (
  <div className={styles.empty}>
    <Icon name={icon} size={40} />
    <h2>{title}</h2>
    {children}
  </div>
)
