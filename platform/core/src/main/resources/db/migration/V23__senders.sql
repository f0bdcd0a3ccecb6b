-- Programs that bring events and may do nothing else.
ALTER TABLE user_role DROP CONSTRAINT user_role_role_check;
ALTER TABLE user_role ADD CONSTRAINT user_role_role_check
    CHECK (role IN ('SENDER', 'VIEWER', 'TRAFFIC', 'ENGINEER', 'ADMIN'));
