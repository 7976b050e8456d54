import { useMantineContext } from '@mantine/core'
import { IconButton } from './icon-button.tsx'
import { texts } from './texts.ts'

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
const icons = { auto: 'system', light: 'sun', dark: 'moon' } as const

/** Goes from the system's colours to light, to dark, and back; the choice is kept. */
export function ColorSchemeButton() {
  const { colorScheme, setColorScheme } = useMantineContext()
  const label = texts.shell.colorScheme(colorScheme)
  return (
    <IconButton
      icon={icons[colorScheme]}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next[colorScheme])}
    />
  )
}
