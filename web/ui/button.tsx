import type { ComponentPropsWithoutRef } from 'react'
import styles from './button.module.css'

export interface ButtonProps extends Omit<ComponentPropsWithoutRef<'button'>, 'type' | 'className'> {
  /** Filled when absent. */
  variant?: 'outline'
  size?: 'sm'
}

/** The button of a page's first load. Mantine's, used elsewhere, would add its component system to that. */
export const Button = ({ variant, size, ...rest }: ButtonProps) => (
  <button type="button" className={styles.button} data-variant={variant} data-size={size} {...rest} />
)
