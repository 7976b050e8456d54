import type { ComponentPropsWithoutRef } from 'react'
import styles from './visually-hidden.module.css'

export interface VisuallyHiddenProps extends Omit<ComponentPropsWithoutRef<'span'>, 'className'> {
  as?: 'span' | 'h1' | 'caption' | 'legend'
}

/** Read aloud, not shown. Mantine's would bring its component system into the first load of each page. */
export const VisuallyHidden = ({ as: Tag = 'span', ...rest }: VisuallyHiddenProps) => (
  <Tag className={styles.hidden} {...rest} />
)
