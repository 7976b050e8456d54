import { ActionIcon, useMantineColorScheme } from '@mantine/core'
import { Icon } from './icons.tsx'
import { texts } from './texts.ts'

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
const icons = { auto: 'system', light: 'sun', dark: 'moon' } as const

/** Goes from the system's colours to light, to dark, and back; the choice is kept. */
export function ColorSchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const label = texts.shell.colorScheme(colorScheme)
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(next[colorScheme])}>
      <Icon name={icons[colorScheme]} />
    </ActionIcon>
  )
}
