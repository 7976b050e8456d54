import { useEffect, useState } from 'react'
import { ErrorPage } from '../ui/error-page.tsx'

/** Where an error ends up that no component dealt with: gets an id, which the console has too. */
export function BrokenPage({ error }: { error: unknown }) {
  const [id] = useState(makeId)
  useEffect(() => console.error(`Error ${id}`, error), [id, error])
  return <ErrorPage id={id} />
}

/** Eight characters that can be read out on the telephone. */
const makeId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % letters.length]).join('')

const letters = '23456789CFGHJMPQRVWX'
