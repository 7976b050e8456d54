import { useSearch } from '@tanstack/react-router'
import { Invite } from './invite-page.tsx'
import { OwnAccount } from './own-account-page.tsx'
import { Reset } from './reset-page.tsx'
import { SignIn } from './sign-in-page.tsx'
import { SignUp } from './sign-up-page.tsx'

/** The account pages, which load together. */
export const SignInPage = () => <SignIn next={useSearch({ from: '/sign-in' }).next} />
export const SignUpPage = () => <SignUp next={useSearch({ from: '/sign-up' }).next} />
export const InvitePage = () => <Invite />
export const ResetPage = () => <Reset />
export const OwnAccountPage = () => <OwnAccount />
