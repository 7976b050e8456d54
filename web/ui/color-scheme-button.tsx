import { useMantineContext } from '@mantine/core'
import { IconButton } from './icon-button.tsx'
import { Icon } from './icons.tsx'
import { texts } from './texts.ts'

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
const icons = { auto: 'system', light: 'sun', dark: 'moon' } as const

/** Goes from the system's colours to light, to dark, and back; the choice is kept. */
export function ColorSchemeButton({ isLabelled = false }: { isLabelled?: boolean }) {
  const { colorScheme, setColorScheme } = useMantineContext()
  const label = texts.shell.colorScheme[colorScheme]
  const turn = () => setColorScheme(next[colorScheme])
  if (isLabelled) {
    return (
      <button type="button" onClick={turn}>
        <Icon name={icons[colorScheme]} /> {label}
      </button>
    )
  }
  return <IconButton icon={icons[colorScheme]} aria-label={label} title={label} onClick={turn} />
}
