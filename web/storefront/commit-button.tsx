import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { isSecondTap } from './press-guard.ts'

export interface CommitButtonProps {
  onPress: () => void
  disabled?: boolean
  children: ReactNode
}

/** The button that places an order. Double taps and held keys do not press it twice. */
export const CommitButton = ({ onPress, disabled = false, children }: CommitButtonProps) => (
  <Button
    type="button"
    fullWidth
    disabled={disabled}
    styles={{ label: { whiteSpace: 'normal' } }}
    onKeyDown={(event) => event.repeat && event.preventDefault()}
    onClick={(event) => {
      if (!isSecondTap(event)) onPress()
    }}
  >
    {children}
  </Button>
)
