import { useId } from 'react'
import styles from './segmented-control.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface SegmentedControlProps<Value> {
  /** Read aloud, not shown. */
  label: string
  values: readonly Value[]
  textOf: (value: Value) => string
  value: Value
  onChange: (value: Value) => void
}

/** A choice of a few values, all of them shown. It wraps on a phone, which Mantine's does not. */
export function SegmentedControl<Value>(props: SegmentedControlProps<Value>) {
  const { label, values, textOf, value, onChange } = props
  const name = useId()
  return (
    <fieldset className={styles.control}>
      <VisuallyHidden as="legend">{label}</VisuallyHidden>
      {values.map((each) => (
        <label key={String(each)}>
          <input type="radio" name={name} checked={each === value} onChange={() => onChange(each)} />
          {textOf(each)}
        </label>
      ))}
    </fieldset>
  )
}
