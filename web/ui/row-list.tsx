import type { ReactNode } from 'react'
import styles from './row-list.module.css'

/** A list of few things, each a row with a line below it; its children are `li` elements. */
export const RowList = ({ children }: { children: ReactNode }) => <ul className={styles.rows}>{children}</ul>
