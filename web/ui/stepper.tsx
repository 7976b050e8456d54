import { Icon } from './icons.tsx'
import styles from './stepper.module.css'
import { texts } from './texts.ts'

export interface StepperProps {
  /** What is counted, for screen readers. */
  label: string
  value: number
  /** The largest value; the smallest is 1. */
  max: number
  onChange: (value: number) => void
  disabled?: boolean
}

/** A quantity: buttons for one more or fewer, or typed. */
export function Stepper({ label, value, max, onChange, disabled = false }: StepperProps) {
  const set = (next: number) => onChange(Math.min(Math.max(1, max), Math.max(1, next)))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would add a frame and a legend
    <div role="group" aria-label={label} className={styles.stepper}>
      <button
        type="button"
        aria-label={texts.storefront.buy.fewer}
        aria-disabled={disabled || value <= 1}
        onClick={() => !disabled && set(value - 1)}
      >
        <Icon name="minus" />
      </button>
      <input
        aria-label={label}
        inputMode="numeric"
        autoComplete="off"
        disabled={disabled}
        value={value}
        onFocus={(event) => event.target.select()}
        onChange={(event) => set(Number(event.target.value.replace(/\D/g, '').slice(0, 6)))}
      />
      <button
        type="button"
        aria-label={texts.storefront.buy.more}
        aria-disabled={disabled || value >= max}
        onClick={() => !disabled && set(value + 1)}
      >
        <Icon name="plus" />
      </button>
    </div>
  )
}
