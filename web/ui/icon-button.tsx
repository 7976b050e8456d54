import type { ComponentPropsWithoutRef } from 'react'
import styles from './icon-button.module.css'
import { Icon, type IconName } from './icons.tsx'

export interface IconButtonProps extends Omit<ComponentPropsWithoutRef<'button'>, 'children' | 'className'> {
  icon: IconName
  'aria-label': string
}

/** A button with an icon and no text, large enough for a thumb. */
export const IconButton = ({ icon, ...rest }: IconButtonProps) => (
  <button type="button" className={styles.button} {...rest}>
    <Icon name={icon} />
  </button>
)
