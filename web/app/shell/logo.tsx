import { Link } from '@tanstack/react-router';
import classes from './shell.module.css';

export function Logo() {
  return (
    <Link to="/" className={classes.logo} aria-label="Upline">
      <svg viewBox="0 0 64 64" width="28" height="28" aria-hidden>
        <rect width="64" height="64" rx="15" fill="#16785b" />
        <g fill="none" stroke="#fff" strokeWidth="5" strokeLinecap="round" strokeLinejoin="round">
          <path d="M17 47V36a8 8 0 0 1 8-8h14a8 8 0 0 1 8 8v11" />
          <path d="M32 47V17" />
          <path d="m23 25 9-9 9 9" />
        </g>
      </svg>
      <span className={classes.logoText}>Upline</span>
    </Link>
  );
}
