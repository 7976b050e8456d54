import '@fontsource-variable/bricolage-grotesque/wght.css'
import '@fontsource-variable/figtree/wght.css'
import './mantine-styles.ts'
import './tokens.css'
import './mantine-overrides.css'
import { MantineProvider } from '@mantine/core'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { theme } from './theme.ts'

type Scheme = 'light' | 'dark'

const ForceScheme = createContext<(scheme: Scheme | null) => void>(() => {})

/** The look around everything. `nonce` is the page's, for the one style that is made at run time. */
export function ThemeProvider({ nonce, children }: { nonce: string | null; children: ReactNode }) {
  const [forced, setForced] = useState<Scheme | null>(null)
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      {...(nonce ? { getStyleNonce: () => nonce } : {})}
      {...(forced ? { forceColorScheme: forced } : {})}
    >
      <ForceScheme value={setForced}>{children}</ForceScheme>
    </MantineProvider>
  )
}

/** Shows light or dark whatever was chosen, as long as the component is there; null forces nothing. */
export function useForcedColorScheme(scheme: Scheme | null): void {
  const force = useContext(ForceScheme)
  useEffect(() => {
    force(scheme)
    return () => force(null)
  }, [force, scheme])
}
