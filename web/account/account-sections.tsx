import { useState } from 'react'
import type { Session } from '../../shared/protocol/shapes.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { PasswordForm } from './password-form.tsx'
import { SessionList } from './session-list.tsx'
import { SignOut } from './sign-out.tsx'

/** Password, sessions and signing out: on the account page, and in a seller's settings. */
export function AccountSections({ session, onRenewed }: { session: Session; onRenewed?: () => void }) {
  const [round, setRound] = useState(0)
  const changed = () => {
    setRound(round + 1)
    onRenewed?.()
  }
  return (
    <>
      {session.role !== 'operator' && <PasswordForm onChanged={changed} />}
      <SessionList round={round} />
      <SignOut label={accountTexts.own.signOut} />
    </>
  )
}
