package org.scruffy.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Passwords as hashes that are slow on purpose, a few at a time, so that guessers do not take the machine from the air. */
@ApplicationScoped
public class Passwords {

    private static final int STRONG = 210_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pbkdf2PasswordHash hash;
    private final Semaphore turns = new Semaphore(2);
    private volatile String nobodys;

    protected Passwords() {
        hash = null;
    }

    @Inject
    public Passwords(Pbkdf2PasswordHash hash) {
        this(hash, STRONG);
    }

    Passwords(Pbkdf2PasswordHash hash, int iterations) {
        this.hash = hash;
        hash.initialize(Map.of(
                "Pbkdf2PasswordHash.Algorithm",
                "PBKDF2WithHmacSHA512",
                "Pbkdf2PasswordHash.Iterations",
                Integer.toString(iterations),
                "Pbkdf2PasswordHash.SaltSizeBytes",
                "32",
                "Pbkdf2PasswordHash.KeySizeBytes",
                "32"));
    }

    String hash(String password) {
        return inTurn(() -> hash.generate(password.toCharArray()));
    }

    boolean verify(String password, String hashed) {
        return inTurn(() -> hash.verify(password.toCharArray(), hashed));
    }

    /** Takes as long as {@link #verify} and is always false: for a name that is not known. */
    boolean verifyNobody(String password) {
        if (nobodys == null) {
            nobodys = hash(Digest.word(16));
        }
        verify(password, nobodys);
        return false;
    }

    private <R> R inTurn(java.util.function.Supplier<R> work) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooManyAttempts(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyAttempts(PATIENCE);
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
