import type { ReactNode } from 'react'
import styles from './button.module.css'

export interface ButtonProps {
  /** Filled when absent. */
  variant?: 'outline' | 'subtle'
  size?: 'sm'
  onClick: () => void
  children: ReactNode
}

/** The button of a page's first load. Mantine's, used elsewhere, would add its component system to that. */
export const Button = ({ variant, size, onClick, children }: ButtonProps) => (
  <button type="button" className={styles.button} data-variant={variant} data-size={size} onClick={onClick}>
    {children}
  </button>
)
