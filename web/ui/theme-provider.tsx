import '@fontsource-variable/bricolage-grotesque/wght.css'
import '@fontsource-variable/figtree/wght.css'
import './mantine-styles.ts'
import './tokens.css'
import './mantine-overrides.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { directionOf } from '../../shared/language.ts'
import { language } from './language.ts'
import { theme } from './theme.ts'

type Scheme = 'light' | 'dark'

const ForceScheme = createContext<(scheme: Scheme | null) => void>(() => {})

/** Provides the theme. `nonce` is the page's, for the one style created at run time. */
export function ThemeProvider({ nonce, children }: { nonce: string | null; children: ReactNode }) {
  const [forced, setForced] = useState<Scheme | null>(null)
  return (
    <DirectionProvider initialDirection={directionOf(language)} detectDirection={false}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        {...(nonce ? { getStyleNonce: () => nonce } : {})}
        {...(forced ? { forceColorScheme: forced } : {})}
      >
        <ForceScheme value={setForced}>{children}</ForceScheme>
      </MantineProvider>
    </DirectionProvider>
  )
}

/** Forces light or dark while the component is mounted; null forces nothing. */
export function useForcedColorScheme(scheme: Scheme | null): void {
  const force = useContext(ForceScheme)
  useEffect(() => {
    force(scheme)
    return () => force(null)
  }, [force, scheme])
}
