import { useEffect, useState } from 'react'
import type { PageError } from '../../shared/protocol/page-errors.ts'
import { ask } from '../http/ask.ts'
import { ErrorPage } from '../ui/error-page.tsx'

/** Where an error ends up that no component dealt with: gets an id, which the console and the server's log have too. */
export function BrokenPage({ error }: { error: unknown }) {
  const [id] = useState(makeId)
  useEffect(() => {
    console.error(`Error ${id}`, error)
    void ask('POST', '/api/page-errors', reportOf(id, error))
  }, [id, error])
  return <ErrorPage id={id} />
}

/** An address may hold a receipt's key, so that only its first part is told. */
function reportOf(id: string, error: unknown): PageError {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {}
  const page = window.location.pathname.split('/')[1]?.slice(0, 40) ?? ''
  return { id, page, message: message.slice(0, 500), stack: stack.slice(0, 4_000) }
}

/** Eight characters that can be read out on the telephone. */
const makeId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % letters.length]).join('')

const letters = '23456789CFGHJMPQRVWX'
