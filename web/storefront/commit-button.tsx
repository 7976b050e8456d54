import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { isSecondTap } from './press-guard.ts'

export interface CommitButtonProps {
  onPress: () => void
  disabled?: boolean
  loading?: boolean
  variant?: 'filled' | 'outline'
  children: ReactNode
}

/** The button that places an order. Double taps and held keys do not press it twice. */
export const CommitButton = ({ onPress, disabled, loading, variant, children }: CommitButtonProps) => (
  <Button
    type="button"
    fullWidth
    variant={variant ?? 'filled'}
    disabled={disabled ?? false}
    loading={loading ?? false}
    styles={{ label: { whiteSpace: 'normal' } }}
    onKeyDown={(event) => event.repeat && event.preventDefault()}
    onClick={(event) => {
      if (!isSecondTap(event)) onPress()
    }}
  >
    {children}
  </Button>
)
