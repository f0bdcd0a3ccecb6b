package org.scruffy.schedule;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Writes down every statement that is executed, below EclipseLink and independent of its own events. */
public final class CountingDataSource implements DataSource {

    private final DataSource target;
    private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

    CountingDataSource(DataSource target) {
        this.target = target;
    }

    public List<String> statements() {
        return List.copyOf(statements);
    }

    public void forget() {
        statements.clear();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = target.getConnection();
        return proxy(Connection.class, connection, (name, arguments, answer) -> {
            if (answer instanceof PreparedStatement prepared && arguments != null) {
                return counted(prepared, (String) arguments[0]);
            }
            if (answer instanceof java.sql.Statement) {
                statements.add("a statement that is not prepared");
            }
            return answer;
        });
    }

    private Object counted(PreparedStatement prepared, String sql) {
        return proxy(PreparedStatement.class, prepared, (name, arguments, answer) -> {
            if (name.startsWith("execute")) {
                statements.add(sql);
            }
            return answer;
        });
    }

    private interface Watch {
        Object saw(String name, Object[] arguments, Object answer);
    }

    private static <T> T proxy(Class<T> type, Object target, Watch watch) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return watch.saw(method.getName(), arguments, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return target.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return target.isWrapperFor(type);
    }
}
