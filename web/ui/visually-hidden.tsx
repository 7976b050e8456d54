import type { ComponentPropsWithoutRef } from 'react'
import styles from './visually-hidden.module.css'

export interface VisuallyHiddenProps extends Omit<ComponentPropsWithoutRef<'span'>, 'className'> {
  as?: 'span' | 'h1' | 'caption' | 'legend'
}

/** For screen readers only. Mantine's would add its component system to each page's first load. */
export const VisuallyHidden = ({ as: Tag = 'span', ...rest }: VisuallyHiddenProps) => (
  <Tag className={styles.hidden} {...rest} />
)
