import type { ReactNode } from 'react'
import styles from './field.module.css'

export interface FieldProps {
  label: string
  /** A hint below the control; give the control `aria-describedby={helpId}` with the same id. */
  help?: ReactNode
  helpId?: string
  /** The one control, plain and unstyled. */
  children: ReactNode
}

/** A native control with its label above: no code, and the phone's own keyboard. */
export const Field = ({ label, help, helpId, children }: FieldProps) => (
  <div className={styles.field}>
    {/* biome-ignore lint/a11y/noLabelWithoutControl: the children contain the control */}
    <label className={styles.labelled}>
      <span className={styles.label}>{label}</span>
      {children}
    </label>
    {help && (
      <p id={helpId} className={styles.help}>
        {help}
      </p>
    )}
  </div>
)
